% status = ask["status"]
<main class="guest-body ask">
  <div class="ask-intro">
    <h1 class="title">{{title}}</h1>
    <p class="lead">{{say("guest-" + status + "-lead") if status != "open" else say("guest-ask-lead")}}</p>
% for sentence in ask["first"]:
    <p class="lead" role="status"><strong>{{sentence}}</strong></p>
% end
    <div class="queue-state queue-state-{{status}}">
      <span class="queue-state-sign" aria-hidden="true"></span>
      <p class="queue-state-head">{{ask["head"]}}</p>
      <p class="queue-state-more">{{ask["told"]}}</p>
    </div>
  </div>
% if not ask["form"]:
  <div class="ask-main card stack">
    <h2 class="subtitle">{{say("guest-ways-title") if ways else say("guest-no-ways-title")}}</h2>
{{!part("plain_note", block="ways")}}
% if hours:
    <p>{{hours}}</p>
% end
    <div class="actions"><a class="button" href="{{prefix}}/plain">{{say("plain-look-again")}}</a></div>
  </div>
% else:
  <form class="card ask-form" id="typed" action="{{prefix}}/plain/ask" method="post">
    <input type="hidden" name="csrf" value="{{csrf}}">
    <input type="hidden" name="client_id" value="{{client_id}}">
{{!part("plain_note", block="problem")}}
    <div class="field">
      <label class="field-label" for="question">{{say("guest-question")}}</label>
      <span class="field-hint" id="question-hint">{{say("guest-question-hint")}}</span>
      <textarea class="field-control" id="question" name="question" rows="5" dir="auto" required aria-describedby="question-hint{{" question-problem" if "question" in problems else ""}}"{{!' aria-invalid="true"' if "question" in problems else ""}}>
{{kept.get("question", "")}}</textarea>
% if "question" in problems:
      <p class="field-problem" id="question-problem">{{problems["question"]}}</p>
% end
    </div>
% for name, label, kind, more in ask["lines"]:
    <div class="field">
      <label class="field-label" for="{{name}}">{{label}}{{!" " if name != "name" else ""}}
% if name != "name":
        <span class="field-optional">{{say("guest-optional")}}</span>
% end
      </label>
% if name == "email":
      <span class="field-hint" id="email-hint">{{say("guest-email-hint")}}</span>
% end
      <input class="field-control" id="{{name}}" name="{{name}}" type="{{kind}}" value="{{kept.get(name, "")}}" {{!more}}{{!' aria-invalid="true"' if name in problems else ""}}{{!' aria-describedby="' + name + ('-problem"' if name in problems else '-hint"') if name in problems or name == "email" else ""}}>
% if name in problems:
      <p class="field-problem" id="{{name}}-problem">{{problems[name]}}</p>
% end
    </div>
%   if name == "name" and ask["choices"]:
    <div class="field-pair">
%     for choice, choice_label, options in ask["choices"]:
      <div class="field">
        <label class="field-label" for="{{choice}}">{{choice_label}}</label>
        <span class="field-select"><select class="field-control" id="{{choice}}" name="{{choice}}">
%       for option in options:
          <option{{" selected" if kept.get(choice) == option else ""}}>{{option}}</option>
%       end
        </select><svg class="icon icon-down" aria-hidden="true"><use href="#icon-down"></use></svg></span>
      </div>
%     end
    </div>
%   end
% end
    <details class="disclosure detected"{{" open" if kept.get("version") or kept.get("os") else ""}}>
      <summary>
        <svg class="icon" aria-hidden="true"><use href="#icon-screen"></use></svg>
        <span>{{say("guest-detected")}} <strong><bdi>{{ask["browser"] or say("guest-detected-unknown")}}</bdi></strong>
% if ask["os"]:
          <strong><bdi>{{ask["os"]}}</bdi></strong>
% end
        </span>
        <span class="disclosure-action">{{say("guest-change")}}</span>
      </summary>
      <div class="disclosure-body field-pair">
% for name in ("version", "os"):
        <div class="field">
          <label class="field-label" for="{{name}}">{{say("guest-" + name)}}</label>
          <input class="field-control" id="{{name}}" name="{{name}}" value="{{kept.get(name, "")}}" maxlength="255">
        </div>
% end
      </div>
    </details>
% if rules:
    <div class="rules">
      <h2 class="eyebrow">{{say("guest-rules-title")}}</h2>
      <p class="rules-text" dir="auto" tabindex="0">{{rules["text"]}}</p>
      <label class="check"><input type="checkbox" name="consent" value="{{rules["version"]}}"{{" required" if ask["consent_required"] else ""}}{{" checked" if kept.get("consent") == rules["version"] else ""}}><span>{{say("guest-rules-agree")}}</span></label>
% if "consent" in problems:
      <p class="field-problem">{{problems["consent"]}}</p>
% end
    </div>
% end
    <div class="actions">
      <button class="button button-primary button-large" type="submit">{{say("guest-join") if status == "open" else say("guest-join-later")}}</button>
      <p class="small">{{say("guest-join-hint") if status == "open" else say("plain-standby-hint")}}</p>
    </div>
  </form>
% end
  <aside class="ask-notes" aria-label="{{say("guest-notes")}}">
% if ask["form"] and status != "open":
{{!part("plain_note", block="ways")}}
% end
    <ul class="note-list">
      <li><svg class="icon" aria-hidden="true"><use href="#icon-person"></use></svg><span>{{say("guest-note-person")}}</span></li>
      <li><svg class="icon" aria-hidden="true"><use href="#icon-lock"></use></svg><span>{{ask["stored"]}} {{say("guest-note-password")}}</span></li>
% if hours and ask["form"]:
      <li><svg class="icon" aria-hidden="true"><use href="#icon-clock"></use></svg><span>{{hours}}</span></li>
% end
    </ul>
    <details class="disclosure resume-entry"{{" open" if "code" in problems else ""}}>
      <summary><span class="small">{{say("guest-back-lead")}}</span><span class="disclosure-action small">{{say("guest-back-open")}}</span></summary>
      <form class="disclosure-body" action="{{prefix}}/plain/resume" method="post">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <div class="code-entry">
          <div class="field">
            <label class="field-label" for="code">{{say("guest-back-code")}}</label>
            <input class="field-control" id="code" name="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required value="{{kept.get("code", "")}}"{{!' aria-invalid="true" aria-describedby="code-problem"' if "code" in problems else ""}}>
          </div>
          <button class="button" type="submit">{{say("guest-back-go")}}</button>
        </div>
% if "code" in problems:
        <p class="field-problem" id="code-problem">{{problems["code"]}}</p>
% end
      </form>
    </details>
  </aside>
</main>
