package io.anteroom.api.body;

import io.anteroom.async.FailureLog;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;

/**
 * What a request holds in memory. It is released when the request has ended, however it ends, or as
 * soon as its body is needed no more: a call that is accepted may wait for minutes, and the
 * framework would keep the body until its answer. Thread-safe.
 */
@Singleton
public class RequestMemory {

  private static final Logger LOG = Logger.getLogger(RequestMemory.class);
  private static final String KEY = "anteroom.memory";

  private final BodyMemory memory;

  RequestMemory(BodyMemory memory) {
    this.memory = memory;
  }

  /** Takes memory for a request; as {@link BodyMemory#take}. */
  ReservedBytes take(ResteasyReactiveRequestContext request, String client, long bytes) {
    ReservedBytes held = memory.take(client, bytes);
    RoutingContext context = request.unwrap(RoutingContext.class);
    held(context).add(held);
    context.addEndHandler(ended -> held.release());
    return held;
  }

  /**
   * Takes memory for the answer to the request that is under way on this thread; as {@link
   * BodyMemory#take}.
   */
  public void takeForAnswer(String client, long bytes) {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    if (request == null) {
      FailureLog.log(LOG, "counting an answer", new IllegalStateException("no request"));
    } else {
      take(request, client, bytes);
    }
  }

  /**
   * What releases the body of the request that is under way on this thread; it may run on any
   * thread, once nobody needs the body.
   */
  public Runnable release() {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    return () -> release(request);
  }

  private static void release(ResteasyReactiveRequestContext request) {
    Object[] parameters = request.getParameters();
    if (parameters != null) {
      Arrays.fill(parameters, null);
    }
    request.setRequestEntity(null);
    request.setInputStream(InputStream.nullInputStream());
    forget(request.getFormData());
    held(request.unwrap(RoutingContext.class)).forEach(ReservedBytes::release);
  }

  private static void forget(FormData form) {
    if (form != null) {
      List<String> names = new ArrayList<>();
      form.forEach(names::add);
      names.forEach(form::remove);
    }
  }

  private static List<ReservedBytes> held(RoutingContext context) {
    List<ReservedBytes> held = context.get(KEY);
    if (held == null) {
      held = new CopyOnWriteArrayList<>();
      context.put(KEY, held);
    }
    return held;
  }
}
