% for item in items:
%   if "line" in item:
<p class="system-line">{{item["line"]}}</p>
%   else:
<div class="turn{{" turn-own" if item["own"] else ""}}">
  <p class="turn-head">
    <span class="turn-name"><bdi>{{say("chat-you") if item["own"] else item["name"]}}</bdi></span>
    <time datetime="{{item["at"]}}">{{item["time"]}}</time>
  </p>
%     if not item["own"]:
  <span class="avatar avatar-small" aria-hidden="true">{{item["initials"]}}</span>
%     end
  <div class="bubbles">
%     for message in item["messages"]:
%       if message["html"] is None:
    <div class="bubble written"><em>{{say("chat-redacted")}}</em></div>
%       else:
    <div class="bubble written" dir="auto">{{!message["html"]}}</div>
%       end
%     end
  </div>
</div>
%   end
% end
