package io.anteroom.api.document;

import io.anteroom.api.response.AcceptEncoding;
import io.anteroom.api.response.Gzip;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * {@code GET /openapi}: the document of the API, as YAML, or as JSON where the caller asks for it
 * by {@code Accept}, by {@code ?format=json} or with {@code /openapi.json}. No key is needed. The
 * extension for OpenAPI would read, convert and write the document at every start, before the port
 * opens.
 */
@Singleton
class OpenApiRoute {

  static final String PATH = "/openapi";
  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";

  private final Vertx vertx;

  /** Done when the texts are there; null before anybody asked for them. */
  private volatile Future<Void> ready;

  OpenApiRoute(Vertx vertx) {
    this.vertx = vertx;
  }

  void register(@Observes Router router) {
    for (String suffix : new String[] {"", ".json", ".yaml", ".yml"}) {
      router
          .route(PATH + suffix)
          .method(HttpMethod.GET)
          .method(HttpMethod.HEAD)
          .handler(context -> answer(context, isJson(context, suffix)));
    }
  }

  private static boolean isJson(RoutingContext context, String suffix) {
    if (!suffix.isEmpty()) {
      return suffix.equals(".json");
    }
    String format = context.request().getParam("format");
    if (format != null) {
      return format.toLowerCase(Locale.ROOT).equals("json");
    }
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(JSON);
  }

  private void answer(RoutingContext context, boolean json) {
    boolean gzip =
        AcceptEncoding.takes(
            Gzip.CODING, context.request().headers().getAll(HttpHeaders.ACCEPT_ENCODING));
    String type = (json ? JSON : YAML) + ";charset=UTF-8";
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (gzip) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, Gzip.CODING);
    }
    texts()
        .onSuccess(made -> send(context, json ? OpenApiText.json(gzip) : OpenApiText.yaml(gzip)))
        .onFailure(context::fail);
  }

  private static void send(RoutingContext context, Buffer text) {
    HttpServerResponse response = context.response();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(text.length())).end();
    } else {
      response.end(text);
    }
  }

  /** On another thread, since an event loop must not wait. Two of them may ask at once: no harm. */
  private Future<Void> texts() {
    Future<Void> texts = ready;
    if (texts == null) {
      texts =
          vertx.executeBlocking(
              () -> {
                OpenApiText.json(false);
                return null;
              });
      ready = texts;
    }
    return texts;
  }
}
