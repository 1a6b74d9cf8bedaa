<!doctype html>
<html lang="{{locale.code}}" dir="{{locale.direction}}"{{" data-embedded" if embedded else ""}}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<link rel="icon" href="{{static}}/parakeet.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{static}}/bundle/{{style}}.css">
% if without_script:
<noscript><meta http-equiv="refresh" content="0; url={{without_script}}"></noscript>
% end
% if entry:
<script type="module" src="{{static}}/{{entry}}"></script>
% end
</head>
<body>
{{!icons}}
{{!body}}
% if settings:
<script type="application/json" id="settings">{{!settings}}</script>
% end
</body>
</html>
