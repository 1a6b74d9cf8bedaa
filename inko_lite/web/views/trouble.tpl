<div class="guest">
  <header class="guest-header">
    <a class="brand" href="{{prefix}}/"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
  </header>
  <main class="guest-body">
    <div class="plain stack">
      <div class="stack-small">
        <p class="eyebrow">{{say("page-trouble-status", status=str(status))}}</p>
        <h1 class="title">{{title}}</h1>
        <p class="lead">{{detail}}</p>
      </div>
      <div class="actions"><a class="button" href="{{prefix}}/">{{say("page-trouble-home")}}</a></div>
    </div>
  </main>
</div>
