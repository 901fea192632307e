// In one process: they share the browser, and what one does to the service is over before the next.
import "./signIn.mjs";
import "./views.mjs";
import "./acts.mjs";
import "./bounds.mjs";
