<main class="guest-body after">
  <div class="stack">
    <div class="stack-small">
      <h1 class="title">{{title}}</h1>
      <p class="lead">{{after["lead"]}}</p>
    </div>
{{!part("plain_note", block="problem")}}
% if kept.get("body") and "title" not in kept:
    <div class="card stack-small">
      <h2 class="eyebrow">{{say("plain-unsent")}}</h2>
      <blockquote class="written-plain" dir="auto">{{kept["body"]}}</blockquote>
    </div>
% end
% if after["answered"]:
    <p class="card survey-done"><svg class="icon" aria-hidden="true"><use href="#icon-check"></use></svg>{{say("guest-survey-thanks")}}</p>
% else:
    <form class="card stack survey" action="{{prefix}}/plain/survey" method="post">
      <input type="hidden" name="csrf" value="{{csrf}}">
      <input type="hidden" name="client_id" value="{{client_id}}">
      <input type="hidden" name="room" value="{{after["room"]}}">
      <h2 class="subtitle">{{say("guest-survey-title")}}</h2>
      <fieldset class="question-set question-set-solved"><legend>{{say("guest-survey-solved")}}</legend>
        <div class="choices">
% for value, word in (("yes", say("guest-survey-yes")), ("no", say("guest-survey-no"))):
          <label class="choice"><input class="choice-input" type="radio" name="solved" value="{{value}}" required{{" checked" if kept.get("solved") == value else ""}}><span class="choice-face">{{word}}</span></label>
% end
        </div>
      </fieldset>
      <fieldset class="question-set"><legend>{{say("guest-survey-score")}}</legend>
        <div class="choices">
% for score in range(1, 6):
          <label class="choice"><input class="choice-input" type="radio" name="score" value="{{score}}" required{{" checked" if kept.get("score") == str(score) else ""}}><span class="choice-face">{{score}}</span></label>
% end
        </div>
        <div class="choice-ends" aria-hidden="true"><span>{{say("guest-survey-low")}}</span><span>{{say("guest-survey-high")}}</span></div>
      </fieldset>
      <div class="field">
        <label class="field-label" for="comment">{{say("guest-survey-comment")}} <span class="field-optional">{{say("guest-optional")}}</span></label>
        <textarea class="field-control survey-comment" id="comment" name="comment" rows="3" dir="auto" maxlength="4000">
{{kept.get("comment", "")}}</textarea>
      </div>
      <div class="actions"><button class="button button-primary button-large" type="submit">{{say("guest-survey-send")}}</button></div>
    </form>
% end
    <div class="card stack-small">
      <h2 class="subtitle">{{say("guest-keep-title")}}</h2>
      <ul class="ways">
% for suffix, name, told in (("html", say("guest-keep-page"), say("guest-keep-page-more")), ("txt", say("guest-keep-text"), say("guest-keep-text-more"))):
        <li><a class="way" href="{{prefix}}/transcripts/{{after["room"]}}.{{suffix}}" download="chat.{{suffix}}"><svg class="icon" aria-hidden="true"><use href="#icon-download"></use></svg><span class="way-name">{{name}}<span class="way-more">{{told}}</span></span></a></li>
% end
      </ul>
      <p class="small">{{say("guest-keep-hint")}}</p>
    </div>
% if items:
    <details class="card disclosure after-log">
      <summary><svg class="icon" aria-hidden="true"><use href="#icon-chat"></use></svg>{{say("guest-after-read")}}<svg class="icon icon-down" aria-hidden="true"><use href="#icon-down"></use></svg></summary>
      <section class="log" aria-label="{{say("guest-after-read")}}" tabindex="0"><div class="log-items"><p class="system-line">{{say("plain-zone")}}</p>
{{!part("plain_log")}}
      </div></section>
    </details>
% end
% forum = after["forum"]
% if forum:
    <div class="card stack follow-up">
      <div class="stack-small"><h2 class="subtitle">{{say("guest-after-unsolved")}}</h2>
        <p class="lead">{{forum["lead"]}}</p></div>
%   if forum["done"]:
%     if forum.get("url"):
      <div class="actions"><a class="button button-primary" href="{{forum["url"]}}" target="_blank" rel="noopener"><svg class="icon" aria-hidden="true"><use href="#icon-forum"></use></svg>{{say("guest-forum-open")}}</a></div>
%     end
%   else:
      <details class="disclosure"{{" open" if kept.get("title") else ""}}>
        <summary><span class="disclosure-action">{{say("guest-forum-review")}}</span></summary>
        <form class="stack" action="{{prefix}}/plain/forum" method="post">
          <input type="hidden" name="csrf" value="{{csrf}}">
          <input type="hidden" name="room" value="{{after["room"]}}">
          <div class="field"><label class="field-label" for="title">{{say("guest-forum-title")}}</label>
            <input class="field-control" id="title" name="title" dir="auto" required minlength="5" maxlength="255" value="{{kept.get("title", forum["title"])}}"></div>
          <div class="field"><label class="field-label" for="forum-body">{{say("guest-forum-body")}}</label>
            <textarea class="field-control" id="forum-body" name="body" dir="auto" rows="8" required minlength="5">
{{kept["body"] if "title" in kept else forum["body"]}}</textarea></div>
%     if forum["sends"] and forum["metadata"]:
          <div class="stack-small"><h3 class="eyebrow">{{say("guest-forum-facts")}}</h3>
            <dl class="facts">
%       for name, value in forum["metadata"].items():
              <dt>{{name}}</dt><dd><bdi>{{value}}</bdi></dd>
%       end
            </dl></div>
%     end
          <label class="check"><input type="checkbox" name="consent" value="yes" required><span>{{say("guest-forum-consent")}}</span></label>
          <div class="actions"><button class="button button-primary" type="submit">{{say("guest-forum-send") if forum["sends"] else say("guest-forum-go")}}</button></div>
        </form>
      </details>
%   end
    </div>
% elif ways:
    <div class="card stack-small"><h2 class="subtitle">{{say("guest-after-unsolved")}}</h2>
{{!part("plain_note", block="ways")}}
    </div>
% end
  </div>
  <aside class="after-side stack" aria-label="{{say("guest-notes")}}">
% if after["helper"]:
    <div class="stack-small"><h2 class="eyebrow">{{say("guest-after-helpers")}}</h2><p class="small"><bdi>{{after["helper"]}}</bdi></p></div>
% end
    <div class="stack-small"><h2 class="eyebrow">{{say("guest-after-else")}}</h2><p class="small">{{say("guest-after-else-text")}}</p></div>
    <div class="actions">
      <a class="button" href="{{prefix}}/plain?ask=same">{{say("guest-again-question")}}</a>
      <a class="button" href="{{prefix}}/plain?ask=new">{{say("guest-ask-again")}}</a>
    </div>
  </aside>
</main>
