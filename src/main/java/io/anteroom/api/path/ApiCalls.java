package io.anteroom.api.path;

import static io.anteroom.api.path.ApiCall.delete;
import static io.anteroom.api.path.ApiCall.get;
import static io.anteroom.api.path.ApiCall.post;

import io.anteroom.api.path.ApiCall.Other;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;

/**
 * What calls there are, what their bodies may be, and what parameters they take. A test compares it
 * with the OpenAPI document.
 */
public final class ApiCalls {

  private static final String JSON = MediaType.APPLICATION_JSON;
  private static final String FORM = MediaType.MULTIPART_FORM_DATA;
  private static final String INCLUDE = "include";
  private static final String REASON = "reason";
  private static final String[] PAGE = {"page", "page_size"};

  /** The parameters that take several values: repeated, or with commas in between. */
  public static final Set<String> LISTS = Set.of("status", "client", "phase", "kind", INCLUDE);

  public static final List<ApiCall> ALL =
      List.of(
          post("/index-and-wait").reading(JSON, FORM).with(INCLUDE),
          post("/index/url").reading(JSON).with(INCLUDE),
          post("/index/text").reading(JSON).with(INCLUDE),
          post("/index/upload").reading(FORM).with(INCLUDE),
          post("/index/batch").reading(JSON),
          get("/tasks")
              .with(
                  "page",
                  "page_size",
                  "after",
                  "status",
                  "client",
                  "phase",
                  "doubled",
                  "undelivered",
                  "undelivered_since",
                  "kind",
                  "created_after",
                  "created_before",
                  "accepted_after",
                  "accepted_before",
                  "batch",
                  "collection_id",
                  "reference"),
          get("/tasks/{id}").with(INCLUDE),
          delete("/tasks/{id}").with(REASON),
          post("/tasks/{id}/retry").with(INCLUDE, REASON),
          get("/tasks/{id}/events"),
          get("/tasks/{id}/deliveries"),
          post("/tasks/{id}/redeliver").with(REASON),
          get("/batches").with("page", "page_size", "after", "client", "reference", "ended"),
          get("/batches/{id}"),
          delete("/batches/{id}").with(REASON),
          post("/batches/{id}/retry").with(REASON),
          get("/batches/{id}/events"),
          get("/batches/{id}/deliveries"),
          post("/batches/{id}/redeliver").with(REASON),
          get("/events"),
          get("/callback-secret"),
          post("/callback-secret"),
          passed(post("/search/text").reading(JSON).with(PAGE)),
          passed(post("/search/url").reading(JSON).with(PAGE)),
          passed(post("/search/upload").reading(FORM).with(PAGE)),
          passed(post("/assets").reading(JSON).with(PAGE)),
          passed(get("/assets/{id}")),
          passed(delete("/assets/{id}")),
          passed(get("/assets/{id}/features").with(PAGE)),
          get("/quota"),
          get("/accounts"),
          get("/accounts/{name}"),
          get("/accounts/{name}/quota"),
          post("/accounts/{name}/pause").with(REASON),
          post("/accounts/{name}/resume").with(REASON),
          post("/accounts/{name}/breakers/try").with("class", REASON),
          get("/clients"),
          get("/replicas"),
          get("/history"),
          post("/bulk-actions").reading(JSON),
          get("/bulk-actions").with("page_size", "after"),
          get("/bulk-actions/{id}"),
          delete("/bulk-actions/{id}").with(REASON),
          get("/audit").with("page_size", "after", "operator", "created_after", "created_before"),
          post("/engine/tick").reading(JSON).with("seconds").taking(Other.MEDIA_TYPES),
          get("/problems"),
          get("/problems/{type}"));

  private ApiCalls() {}

  /** The calls with this path, one for each method; empty where there is none. */
  public static List<ApiCall> at(String path) {
    List<String> segments = ApiCall.segments(path);
    return ALL.stream().filter(call -> call.isAt(segments)).toList();
  }

  private static ApiCall passed(ApiCall call) {
    return call.taking(Other.PARAMETERS);
  }
}
