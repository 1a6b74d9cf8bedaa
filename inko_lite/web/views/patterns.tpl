<div id="page"></div>
