% def list_ways():
<ul class="ways">
%   for way in ways:
  <li><a class="way" href="{{way["url"]}}" target="_blank" rel="noopener">
    <svg class="icon icon-{{way["icon"]}}" aria-hidden="true"><use href="#icon-{{way["icon"]}}"></use></svg>
    <span class="way-name">{{say(way["name"])}}<span class="way-more">{{say(way["more"])}}</span></span>
    <svg class="icon icon-go" aria-hidden="true"><use href="#icon-go"></use></svg>
  </a></li>
%   end
</ul>
% end
<noscript><p class="lead"><a href="{{prefix}}/plain">{{say("page-no-script")}}</a></p></noscript>
<div id="page">
  <div class="guest">
    <header class="guest-header">
      <a class="brand" href="{{prefix}}/"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
      <div class="header-end">
        <label class="language">
          <span class="visually-hidden">{{say("site-language")}}</span>
          <select name="locale" autocomplete="off">
% for each in locales:
            <option value="{{each.code}}" lang="{{each.code}}"{{" selected" if each is locale else ""}}>{{each.name}}</option>
% end
          </select>
        </label>
      </div>
    </header>
    <div role="status"></div>
    <main class="guest-body ask">
      <div class="ask-intro">
        <h1 class="title" tabindex="-1" data-focus="true">{{say("guest-ask-title" if status == "open" else "guest-" + status + "-title")}}</h1>
        <p class="lead">{{say("guest-ask-lead" if status == "open" else "guest-" + status + "-lead")}}</p>
        <div class="queue-state queue-state-{{status}}" role="status">
          <span class="queue-state-sign" aria-hidden="true"></span>
          <p class="queue-state-head">{{head}}</p>
          <p class="queue-state-more">{{told}}</p>
        </div>
      </div>
% if form:
      <form class="card ask-form" action="{{ask_url}}" method="post">
        <div class="field">
          <label class="field-label" for="{{ids["question"]}}">{{say("guest-question")}}</label>
          <span class="field-hint" id="{{ids["question"]}}-hint">{{say("guest-question-hint")}}</span>
          <textarea class="field-control" id="{{ids["question"]}}" name="question" aria-describedby="{{ids["question"]}}-hint" rows="5" required>
{{values.get("question", "")}}</textarea>
        </div>
        <div class="field">
          <label class="field-label" for="{{ids["name"]}}">{{say("guest-name")}}</label>
          <input class="field-control" id="{{ids["name"]}}" name="name" value="{{values.get("name", "")}}" required autocomplete="nickname" maxlength="80">
        </div>
% if choices:
        <div class="field-pair">
%   for name, label, options in choices:
          <div class="field">
            <label class="field-label" for="{{ids[name]}}">{{label}}</label>
            <span class="field-select"><select class="field-control" id="{{ids[name]}}" name="{{name}}">
%     for option in options:
              <option{{" selected" if values.get(name) == option else ""}}>{{option}}</option>
%     end
            </select><svg class="icon icon-down" aria-hidden="true"><use href="#icon-down"></use></svg></span>
          </div>
%   end
        </div>
% end
        <div class="field">
          <label class="field-label" for="{{ids["email"]}}">{{say("guest-email")}} <span class="field-optional">{{say("guest-optional")}}</span></label>
          <span class="field-hint" id="{{ids["email"]}}-hint">{{say("guest-email-hint")}}</span>
          <input class="field-control" id="{{ids["email"]}}" name="email" aria-describedby="{{ids["email"]}}-hint" value="{{values.get("email", "")}}" type="email" autocomplete="email">
        </div>
        <details class="disclosure detected">
          <summary>
            <svg class="icon icon-screen" aria-hidden="true"><use href="#icon-screen"></use></svg>
            <span>{{say("guest-detected")}} <strong><bdi>{{values["version"] or say("guest-detected-unknown")}}</bdi></strong>\\
% if values["os"]:
, <strong><bdi>{{values["os"]}}</bdi></strong>\\
% end
</span>
            <span class="disclosure-action">{{say("guest-change")}}</span>
          </summary>
          <div class="disclosure-body field-pair">
% for name in ("version", "os"):
            <div class="field">
              <label class="field-label" for="{{ids[name]}}">{{say("guest-" + name)}}</label>
              <input class="field-control" id="{{ids[name]}}" name="{{name}}" value="{{values[name]}}">
            </div>
% end
          </div>
        </details>
% if rules:
        <div class="rules">
          <h2 class="eyebrow">{{say("guest-rules-title")}}</h2>
          <p class="rules-text" dir="auto" tabindex="0">{{rules["text"]}}</p>
          <label class="check"><input type="checkbox" name="consent" value="{{rules["version"]}}"{{" required" if consent_required else ""}}{{" checked" if values.get("consent") == rules["version"] else ""}}><span>{{say("guest-rules-agree")}}</span></label>
        </div>
% end
        <div class="actions">
          <button class="button button-primary button-large" type="submit">{{say("guest-join" if status == "open" else "guest-join-later")}}</button>
          <p class="small">{{say("guest-join-hint" if status == "open" else "guest-join-later-hint")}}</p>
        </div>
      </form>
% else:
      <div class="ask-main card stack">
        <h2 class="subtitle">{{say("guest-ways-title" if ways else "guest-no-ways-title")}}</h2>
%   if ways:
%     list_ways()
%   else:
        <p class="lead">{{say("guest-no-ways")}}</p>
%   end
%   if hours:
        <div class="hours"><h3 class="eyebrow">{{say("guest-hours")}}</h3><p class="small">{{hours}}</p></div>
%   end
      </div>
% end
      <aside class="ask-notes" aria-label="{{say("guest-notes")}}">
% if form and status != "open" and ways:
%   list_ways()
% end
        <ul class="note-list">
          <li><svg class="icon icon-person" aria-hidden="true"><use href="#icon-person"></use></svg><span>{{say("guest-note-person")}}</span></li>
          <li><svg class="icon icon-lock" aria-hidden="true"><use href="#icon-lock"></use></svg><span>{{stored}} {{say("guest-note-password")}}</span></li>
% if form and hours:
          <li><svg class="icon icon-clock" aria-hidden="true"><use href="#icon-clock"></use></svg><span>{{hours}}</span></li>
% end
        </ul>
        <details class="disclosure resume-entry"{{" open" if values.get("code") else ""}}>
          <summary><span class="small">{{say("guest-back-lead")}}</span><span class="disclosure-action small">{{say("guest-back-open")}}</span></summary>
          <form class="disclosure-body" action="{{ask_url}}" method="post">
            <div class="code-entry">
              <div class="field">
                <label class="field-label" for="{{ids["code"]}}">{{say("guest-back-code")}}</label>
                <input class="field-control" id="{{ids["code"]}}" name="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" value="{{values.get("code", "")}}">
              </div>
              <button class="button" type="submit">{{say("guest-back-go")}}</button>
            </div>
          </form>
        </details>
      </aside>
    </main>
  </div>
</div>
