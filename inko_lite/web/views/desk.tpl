<div id="page">
  <main class="console-starting">
    <div class="empty">
      <svg class="mark empty-mark" aria-hidden="true"><use href="#parakeet"></use></svg>
      <h1>{{title}}</h1>
      <p>{{say("agent-starting")}}</p>
      <noscript><p>{{say("page-no-script-agent")}}</p></noscript>
    </div>
  </main>
</div>
