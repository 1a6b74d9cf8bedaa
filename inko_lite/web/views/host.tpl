<main class="host">
  <h1 class="title">{{say("widget-demo-title")}}</h1>
  <p>{{say("widget-demo-first")}}</p>
  <p>{{say("widget-demo-second")}}</p>
  <p>{{say("widget-demo-third")}}</p>
  <p><a href="{{prefix}}/demo/host?page={{page + 1}}">{{say("widget-demo-next")}}</a></p>
  <div class="host-note">
    <p>{{say("widget-demo-note")}}</p>
    <p class="small" id="tag">{{say("widget-demo-tag")}}</p>
    <pre tabindex="0" role="region" aria-labelledby="tag"><code>{{tag}}</code></pre>
  </div>
</main>
{{!tag}}
