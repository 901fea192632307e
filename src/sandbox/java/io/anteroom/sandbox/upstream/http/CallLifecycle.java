package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.faults.Delay;
import io.anteroom.sandbox.upstream.faults.Fault;
import io.anteroom.sandbox.upstream.settings.RawResponse;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One call from its head to its end: it is under way, arrives, is let in or refused, meets at most
 * one fault, and is answered or dropped.
 */
public final class CallLifecycle {
  private static final Logger LOG = Logger.getLogger(CallLifecycle.class.getName());
  private static final String LOCAL = CallLifecycle.class.getName();

  private final CallChecks gate;
  private final RoutingContext http;
  private final SandboxEndpoint endpoint;
  private final EndpointHandler handler;
  private final SandboxSettings settings;
  private final Delay delay;

  CallLifecycle(
      CallChecks gate,
      RoutingContext http,
      SandboxEndpoint endpoint,
      EndpointHandler handler,
      SandboxSettings settings) {
    this.gate = gate;
    this.http = http;
    this.endpoint = endpoint;
    this.handler = handler;
    this.settings = settings;
    this.delay = gate.chance().delay(settings, endpoint);
  }

  /** Answers the call in which something was thrown that nobody caught; else logs it. */
  public static void failCurrent(Throwable failure) {
    Context context = Vertx.currentContext();
    CallLifecycle call = context == null ? null : context.getLocal(LOCAL);
    if (call == null) {
      LOG.log(Level.SEVERE, "a failure outside of a call", failure);
    } else {
      call.fail(failure);
    }
  }

  void start() {
    Vertx.currentContext().putLocal(LOCAL, this);
    after(delay.beforeArrivalMs(), this::arrive);
  }

  private void arrive() {
    try {
      SandboxCaller sandboxCaller =
          KeyCheck.check(http.request().getHeader("Authorization"), settings);
      CallArrival callArrival = new CallArrival(gate, settings, endpoint);
      meet(callArrival.admit(sandboxCaller), new SandboxCall(http, sandboxCaller, settings));
    } catch (CallRefusedException e) {
      answer(e.answer());
    }
  }

  private void meet(Fault fault, SandboxCall call) {
    if (fault instanceof Fault.AnswerStatus forced) {
      answer(forced(forced.status()));
    } else if (fault instanceof Fault.AnswerBytes bytes) {
      answer(bytes.answer());
    } else if (fault instanceof Fault.Redirect redirect) {
      answer(RedirectResponse.answer(http.request(), redirect.location()));
    } else if (fault instanceof Fault.DropBefore) {
      drop();
    } else if (fault instanceof Fault.DropAfter) {
      run(call).onComplete(done -> drop());
    } else if (fault instanceof Fault.LateAcceptance late) {
      prepare(call)
          .onComplete(prepared -> drop())
          .onSuccess(work -> after(late.afterMs(), work::perform));
    } else if (fault instanceof Fault.WithoutTaskId) {
      run(call).map(SandboxResponse::withoutTaskId).onComplete(this::finish);
    } else {
      run(call).onComplete(this::finish);
    }
  }

  private Future<SandboxResponse> run(SandboxCall call) {
    return prepare(call).compose(PreparedCall::perform);
  }

  private Future<PreparedCall> prepare(SandboxCall call) {
    // Inside a future, so that whatever is thrown becomes an answer.
    return Future.<Void>succeededFuture().compose(started -> handler.prepare(call));
  }

  private void finish(AsyncResult<SandboxResponse> result) {
    answer(result.succeeded() ? result.result() : ErrorResponse.of(result.cause()));
  }

  /** What reads the body may be broken: nothing else is read from this connection. */
  private void fail(Throwable failure) {
    HttpServerResponse response = http.response();
    if (!response.ended() && !response.closed()) {
      response.putHeader("Connection", "close");
      response.endHandler(sent -> http.request().connection().close());
      answer(ErrorResponse.of(failure));
    }
  }

  private SandboxResponse forced(int status) {
    return status == 429
        ? new CallArrival(gate, settings, endpoint).forcedRefusal()
        : SandboxResponse.error(status, "the sandbox was set to answer " + status);
  }

  private void answer(SandboxResponse answer) {
    after(
        delay.beforeAnswerMs(),
        () -> {
          gate.counters().ended(endpoint, String.valueOf(answer.status()));
          ResponseWriter.write(http.request(), answer);
        });
  }

  private void answer(RawResponse raw) {
    after(
        delay.beforeAnswerMs(),
        () -> {
          gate.counters().ended(endpoint, String.valueOf(raw.status()));
          ResponseWriter.write(http.request(), raw);
        });
  }

  private void drop() {
    gate.counters().ended(endpoint, "dropped");
    http.request().connection().close();
  }

  private void after(long millis, Runnable next) {
    if (millis <= 0) {
      next.run();
    } else {
      gate.vertx().setTimer(millis, timer -> next.run());
    }
  }
}
