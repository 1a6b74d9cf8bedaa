<!doctype html>
<html lang="{{locale}}" dir="{{direction}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<style>{{!style}}</style>
</head>
<body>
<main>
<h1><bdi>{{title}}</bdi></h1>
<dl>
% for label, value in heading:
<div><dt>{{label}}</dt><dd><bdi>{{value}}</bdi></dd></div>
% end
</dl>
<ol>
{{!items}}
</ol>
</main>
</body>
</html>
