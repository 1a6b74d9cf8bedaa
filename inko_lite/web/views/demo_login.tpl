<div class="guest">
  <header class="guest-header">
    <a class="brand" href="{{prefix}}/"><svg class="mark" aria-hidden="true"><use href="#parakeet"></use></svg><span>{{service}}</span></a>
  </header>
  <main class="guest-body">
    <div class="plain stack">
      <div class="stack-small">
        <h1 class="title">{{title}}</h1>
        <p class="lead">{{say("page-demo-lead")}}</p>
      </div>
      <form class="card accounts" action="{{prefix}}/demo/login" method="post">
% for account in accounts:
        <button class="button account" type="submit" name="account" value="{{account['account']}}">
          <span class="avatar" aria-hidden="true">{{account["name"][:1]}}</span>
          <span>{{account["name"]}}<span class="account-role">{{say("page-role-" + account["role"])}}</span></span>
        </button>
% end
      </form>
      <p class="small"><a href="{{prefix}}/">{{say("page-demo-guest")}}</a></p>
    </div>
  </main>
</div>
