<div id="page">
  <div class="guest">
    <header class="guest-header">
      <a class="brand" href="{{prefix}}/"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
    </header>
    <main class="guest-body ask">
      <div class="ask-intro">
        <h1 class="title">{{say("guest-ask-title")}}</h1>
        <p class="lead">{{say("guest-starting")}}</p>
        <noscript><p class="lead"><a href="{{prefix}}/plain">{{say("page-no-script")}}</a></p></noscript>
      </div>
    </main>
  </div>
</div>
