<main class="guest-body chat">
  <div class="conversation">
    <div class="chat-head">
      <span class="avatar" aria-hidden="true">{{chat["initials"]}}</span>
      <div class="chat-head-who">
        <h1 class="chat-head-name"><bdi>{{chat["name"]}}</bdi></h1>
        <p class="chat-head-more"><bdi>{{chat["told"]}}</bdi></p>
      </div>
      <a class="button button-quiet" href="#end">{{say("chat-end")}}</a>
    </div>
    <section class="log plain-log" aria-label="{{chat["label"]}}" tabindex="0">
      <div class="log-items">
        <p class="system-line">{{say("plain-zone")}}</p>
% if chat["earlier"]:
        <a class="button button-quiet log-earlier" href="{{prefix}}/plain?before={{chat["earlier"]}}">{{say("chat-earlier")}}</a>
% elif chat["question"]:
        <div class="opening"><p class="opening-head">{{say("chat-your-question")}}</p><blockquote dir="auto">{{chat["question"]}}</blockquote></div>
% end
{{!part("plain_log")}}
% if chat["past"]:
        <a class="button button-quiet log-earlier" href="{{prefix}}/plain">{{say("plain-newest")}}</a>
% end
      </div>
    </section>
% if not chat["past"]:
%   if chat["news"]:
    <iframe class="plain-news" src="{{chat["news"]}}" title="{{say("plain-news")}}"></iframe>
%   end
    <form class="composer" id="typed" action="{{prefix}}/plain/message" method="post" aria-label="{{say("chat-write")}}">
      <input type="hidden" name="csrf" value="{{csrf}}">
      <input type="hidden" name="client_id" value="{{client_id}}">
      <input type="hidden" name="room" value="{{chat["room"]}}">
{{!part("plain_note", block="problem")}}
      <div class="composer-row">
        <label class="visually-hidden" for="body">{{say("chat-your-message")}}</label>
        <textarea class="composer-text" id="body" name="body" rows="2" dir="auto" required placeholder="{{say("chat-placeholder")}}"{{!' aria-invalid="true"' if problem else ""}}>
{{kept.get("body", "")}}</textarea>
        <button class="button button-primary composer-send" type="submit" aria-label="{{say("chat-send")}}"><svg class="icon icon-send" aria-hidden="true"><use href="#icon-send"></use></svg><span class="composer-send-word">{{say("chat-send")}}</span></button>
      </div>
      <div class="composer-foot plain-foot">
        <button class="link" type="submit" formaction="{{prefix}}/plain/look" formnovalidate>{{say("plain-look-chat")}}</button>
        <button class="link" type="submit" formaction="{{prefix}}/plain/settings" formnovalidate name="pace" value="{{"moving" if still else "still"}}">{{say("plain-go-on") if still else say("plain-stop")}}</button>
      </div>
    </form>
% end
  </div>
  <aside class="plain-side" id="end" aria-label="{{say("guest-notes")}}">
% if chat["question"]:
    <div class="stack-small plain-wide">
      <h2 class="eyebrow">{{say("chat-your-question")}}</h2>
      <blockquote class="small" dir="auto">{{chat["question"]}}</blockquote>
    </div>
% end
% if resume_code:
    <div class="resume"><p><span class="resume-lead">{{say("guest-code-lead")}}</span> {{resume_before}}<span class="code" dir="ltr">{{resume_code}}</span>{{resume_after}}</p></div>
% end
    <p class="small">{{say("guest-note-password")}}</p>
    <details class="disclosure"{{" open" if "reason" in problems else ""}}>
      <summary><span class="disclosure-action small">{{say("guest-call")}}</span></summary>
      <form class="stack-small" action="{{prefix}}/plain/call" method="post">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <input type="hidden" name="client_id" value="{{client_id}}">
        <input type="hidden" name="room" value="{{chat["room"]}}">
        <p class="small">{{say("guest-call-text")}}</p>
        <div class="field">
          <label class="field-label" for="reason">{{say("guest-call-label")}}</label>
          <input class="field-control" id="reason" name="reason" required maxlength="255" value="{{kept.get("reason", "")}}">
% if "reason" in problems:
          <p class="field-problem">{{problems["reason"]}}</p>
% end
        </div>
        <div><button class="button" type="submit">{{say("guest-call")}}</button></div>
      </form>
    </details>
% if chat["called"]:
    <p class="small" role="status">{{say("guest-called")}}</p>
% end
    <form class="stack-small" action="{{prefix}}/plain/end" method="post">
      <input type="hidden" name="csrf" value="{{csrf}}">
      <input type="hidden" name="room" value="{{chat["room"]}}">
      <h2 class="eyebrow">{{say("guest-end-title")}}</h2>
      <p class="small">{{say("guest-end-text")}}</p>
      <div><button class="button" type="submit">{{say("chat-end")}}</button></div>
    </form>
  </aside>
</main>
