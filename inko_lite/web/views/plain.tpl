<div class="guest{{" guest-filling" if filling else ""}}">
% if framed:
{{!content}}
% else:
  <header class="guest-header{{" guest-header-chat" if filling else ""}}">
    <a class="brand" href="{{prefix}}/plain"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
  </header>
{{!content}}
  <footer class="plain-settings">
    <form id="settings" action="{{prefix}}/plain/settings" method="post" aria-label="{{say("site-language")}}">
      <input type="hidden" name="csrf" value="{{csrf}}">
% for each in locales:
%   if each.code != locale.code:
      <button class="button button-quiet button-small" type="submit" name="locale" value="{{each.code}}" lang="{{each.code}}"{{!typed}}>{{each.name}}</button>
%   end
% end
    </form>
  </footer>
% end
</div>
