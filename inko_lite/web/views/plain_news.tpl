<main class="plain-news-body" tabindex="0" aria-label="{{say("plain-news")}}">
  <div class="plain-news-items">
    <h1 class="visually-hidden">{{title}}</h1>
% if items:
{{!part("plain_log")}}
% elif not over:
    <p class="small">{{say("plain-nothing-new", seconds=seconds)}}</p>
% end
% if over:
    <p><a href="{{prefix}}/plain" target="_top">{{over}}</a></p>
% end
  </div>
</main>
