% next = wait["position"] == 1
<main class="guest-body wait{{" wait-next" if next else ""}}">
  <div class="card wait-place">
    <div class="stack">
% if next:
      <h1 class="title">{{say("guest-next-title")}}</h1>
      <p class="wait-time">{{say("guest-next-text")}}</p>
% else:
      <h1 class="visually-hidden">{{say("guest-waiting-title")}}</h1>
      <p class="wait-number"><span>{{wait["before"]}}</span><strong class="number">{{wait["position"]}}</strong><span>{{wait["after"]}}</span></p>
%   if wait["of"] <= 20:
      <div class="line" aria-hidden="true">
%     for index in range(1, wait["of"] + 1):
        <span class="line-place{{" line-place-ahead" if index < wait["position"] else " line-place-you" if index == wait["position"] else ""}}"></span>
%     end
      </div>
%   end
      <p class="wait-time"><strong class="number">{{wait["time"]}}</strong></p>
% end
      <p class="lead">{{say("plain-waiting-still") if still else say("plain-waiting")}}</p>
    </div>
{{!part("plain_note", block="pace")}}
    <div class="your-question">
      <h2 class="eyebrow">{{say("chat-your-question")}}</h2>
      <blockquote dir="auto">{{wait["question"]}}</blockquote>
    </div>
% if resume_code:
    <div class="resume"><p><span class="resume-lead">{{say("guest-code-lead")}}</span> {{resume_before}}<span class="code" dir="ltr">{{resume_code}}</span>{{resume_after}}</p></div>
% end
  </div>
  <div class="wait-help stack-small">
% if ways and not next:
    <h2 class="subtitle">{{say("guest-meanwhile")}}</h2>
    <p class="small">{{say("guest-meanwhile-hint")}}</p>
{{!part("plain_note", block="ways")}}
% else:
    <h2 class="subtitle">{{say("guest-ready-title")}}</h2>
    <ul class="ready-list">
%   for name in ("error", "change", "device"):
      <li><svg class="icon" aria-hidden="true"><use href="#icon-check"></use></svg><span>{{say("guest-ready-" + name)}}</span></li>
%   end
    </ul>
    <p class="small">{{say("guest-ready-nothing")}}</p>
% end
  </div>
  <form class="wait-leave" action="{{prefix}}/plain/leave" method="post">
    <input type="hidden" name="csrf" value="{{csrf}}">
    <button class="button button-quiet" type="submit">{{say("guest-leave")}}</button>
    <button class="button button-quiet" type="submit" name="reason" value="solved">{{say("guest-solved")}}</button>
  </form>
</main>
