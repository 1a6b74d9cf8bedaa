% if block == "problem" and problem:
<div class="refusal" role="alert"><svg class="icon icon-warn" aria-hidden="true"><use href="#icon-warn"></use></svg><p>{{problem}}</p></div>
% end
% if block == "ways" and ways:
<ul class="ways">
%   for way in ways:
  <li><a class="way" href="{{way["url"]}}" target="_blank" rel="noopener">
    <svg class="icon" aria-hidden="true"><use href="#icon-{{way["icon"]}}"></use></svg>
    <span class="way-name">{{say(way["name"])}}<span class="way-more">{{say(way["more"])}}</span></span>
    <svg class="icon icon-go" aria-hidden="true"><use href="#icon-go"></use></svg>
  </a></li>
%   end
</ul>
% end
% if block == "pace":
<div class="plain-pace">
  <p class="small">{{say("plain-still") if still else say("plain-moving", seconds=seconds)}}</p>
  <a class="button button-small" href="{{prefix}}/plain">{{say("plain-look")}}</a>
  <button class="button button-quiet button-small" type="submit" form="settings" name="pace" value="{{"moving" if still else "still"}}">{{say("plain-go-on") if still else say("plain-stop")}}</button>
</div>
% end
% if block == "only":
<main class="guest-body">
  <div class="plain stack">
    <div class="stack-small"><h1 class="title">{{title}}</h1><p class="lead">{{only["lead"]}}</p></div>
% if only.get("pace"):
{{!part("plain_note", block="pace")}}
% end
% if only.get("url"):
    <div class="actions"><a class="button button-primary" href="{{only["url"]}}">{{only["action"]}}</a></div>
% end
% if only.get("leave"):
    <form action="{{prefix}}/plain/leave" method="post">
      <input type="hidden" name="csrf" value="{{csrf}}">
      <div class="actions"><button class="button" type="submit">{{only["leave"]}}</button></div>
    </form>
% end
  </div>
</main>
% end
