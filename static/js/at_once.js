// htmx begins with a page a moment after its scripts have run, on a busy machine after the first letters are typed. They
// would be looked for only when another follows. This is the last script: all that listens to htmx is there.
htmx.process(document.body);
