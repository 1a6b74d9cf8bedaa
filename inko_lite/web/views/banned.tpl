<div class="guest">
  <header class="guest-header">
    <a class="brand" href="{{prefix}}/"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
  </header>
  <main class="guest-body">
    <div class="plain stack">
      <div class="stack-small">
        <h1 class="title">{{title}}</h1>
        <p class="lead">{{say("page-banned-lead")}}</p>
      </div>
% if asked:
      <p role="status">{{say("page-banned-asked")}}</p>
% else:
      <form class="card stack" action="{{prefix}}/ban/review" method="post">
        <label class="field">
          <span class="field-label">{{say("page-banned-review")}}</span>
          <span class="field-hint" id="review-hint">{{say("page-banned-review-hint")}}</span>
          <textarea class="field-control" name="text" rows="4" required maxlength="2000" aria-describedby="review-hint"></textarea>
        </label>
        <div class="actions"><button class="button" type="submit">{{say("page-banned-send")}}</button></div>
      </form>
% end
    </div>
  </main>
</div>
