package io.anteroom.async.log;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The request that is processed, as log lines tell of it. It stands on its Vert.x context. Used by
 * one thread at a time.
 */
public final class CurrentRequest implements LogSubject {

  private static final String KEY = CurrentRequest.class.getName();

  private final String id;
  private final String method;
  private final String path;
  private String client;
  private String account;

  private CurrentRequest(String id, String method, String path) {
    this.id = id;
    this.method = method;
    this.path = path;
  }

  /**
   * Begins one on the present context.
   *
   * @param path without the query, which may hold what no log should
   */
  public static CurrentRequest begin(String id, String method, String path) {
    CurrentRequest request = new CurrentRequest(id, method, path);
    Context context = Vertx.currentContext();
    if (isOfRequest(context)) {
      context.putLocal(KEY, request);
    }
    return request;
  }

  /** Null where no request is processed. */
  public static CurrentRequest get() {
    Context context = Vertx.currentContext();
    return isOfRequest(context) ? context.getLocal(KEY) : null;
  }

  /** Notes whose it is, where one is processed. */
  public static void isOf(String client, String account) {
    CurrentRequest request = get();
    if (request != null) {
      request.client = client;
      request.account = account;
    }
  }

  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  @Override
  public void describe(LogFields fields) {
    fields.requestId(id).client(client).account(account);
  }

  /** Method and path, without what would end a line. */
  @Override
  public String toString() {
    return (method + " " + path).replaceAll("\\p{Cntrl}", "?");
  }

  private static boolean isOfRequest(Context context) {
    return context != null && VertxContext.isDuplicatedContext(context);
  }
}
