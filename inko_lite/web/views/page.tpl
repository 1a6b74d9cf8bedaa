<!doctype html>
<html lang="{{locale.code}}" dir="{{locale.direction}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<link rel="icon" href="{{static}}/parakeet.svg" type="image/svg+xml">
<link rel="stylesheet" href="{{static}}/css/tokens.css">
<link rel="stylesheet" href="{{static}}/css/base.css">
% for style in styles:
<link rel="stylesheet" href="{{static}}/css/{{style}}.css">
% end
% for module in modules:
<link rel="modulepreload" href="{{static}}/{{module}}">
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
