package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.indexing.IndexingServices;
import io.anteroom.sandbox.upstream.indexing.IndexingTasks;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/** Where each call of the API is found. */
public final class ApiRoutes {
  private final Router router;
  private final CallChecks gate;

  private ApiRoutes(Router router, CallChecks gate) {
    this.router = router;
    this.gate = gate;
  }

  /** Adds all calls to the router. */
  public static void add(
      Router router, CallChecks gate, IndexingServices all, IndexingTasks intake) {
    SandboxUploadReader uploads = new SandboxUploadReader(gate.vertx(), all.workshop());
    ApiRoutes routes = new ApiRoutes(router, gate);
    routes.index(new IndexEndpoints(intake, all.workshop(), uploads));
    routes.tasks(new TaskEndpoints(all.store(), intake));
    routes.assets(new AssetEndpoints(all, intake, gate.clock()));
    routes.search(new SearchEndpoints(all, uploads));
    routes.unknown();
  }

  private void index(IndexEndpoints calls) {
    on(HttpMethod.POST, "/index/url", SandboxEndpoint.INDEX_URL, calls::url);
    on(HttpMethod.POST, "/index/text", SandboxEndpoint.INDEX_TEXT, calls::text);
    on(HttpMethod.POST, "/index/upload", SandboxEndpoint.INDEX_UPLOAD, calls::upload);
  }

  private void tasks(TaskEndpoints calls) {
    on(HttpMethod.GET, "/tasks/:task_id", SandboxEndpoint.TASKS_GET, calls::get);
    on(HttpMethod.DELETE, "/tasks/:task_id", SandboxEndpoint.TASKS_DELETE, calls::cancel);
  }

  private void assets(AssetEndpoints calls) {
    on(HttpMethod.POST, "/assets", SandboxEndpoint.ASSETS_LIST, calls::list);
    on(HttpMethod.GET, "/assets/:asset_id", SandboxEndpoint.ASSETS_GET, calls::get);
    on(HttpMethod.DELETE, "/assets/:asset_id", SandboxEndpoint.ASSETS_DELETE, calls::delete);
    on(
        HttpMethod.GET,
        "/assets/:asset_id/features",
        SandboxEndpoint.ASSETS_FEATURES,
        calls::features);
  }

  private void search(SearchEndpoints calls) {
    on(HttpMethod.POST, "/search/text", SandboxEndpoint.SEARCH_TEXT, calls::text);
    on(HttpMethod.POST, "/search/url", SandboxEndpoint.SEARCH_URL, calls::url);
    on(HttpMethod.POST, "/search/upload", SandboxEndpoint.SEARCH_UPLOAD, calls::upload);
  }

  private void unknown() {
    router.errorHandler(
        404,
        http -> ResponseWriter.write(http.request(), SandboxResponse.error(404, "no such path")));
    router.errorHandler(
        405,
        http ->
            ResponseWriter.write(http.request(), SandboxResponse.error(405, "method not allowed")));
    router.errorHandler(
        500, http -> ResponseWriter.write(http.request(), ErrorResponse.of(http.failure())));
  }

  private void on(
      HttpMethod method, String path, SandboxEndpoint sandboxEndpoint, EndpointHandler handler) {
    // A slash at the end is no other place.
    router.route(method, path).handler(http -> gate.enter(http, sandboxEndpoint, handler));
    router.route(method, path + "/").handler(http -> gate.enter(http, sandboxEndpoint, handler));
  }
}
