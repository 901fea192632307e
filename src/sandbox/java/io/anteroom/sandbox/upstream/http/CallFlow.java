package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.faults.Delay;
import io.anteroom.sandbox.upstream.faults.Fault;
import io.anteroom.sandbox.upstream.settings.Endpoint;
import io.anteroom.sandbox.upstream.settings.RawAnswer;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * One call from its head to its end: it is under way, arrives, is let in or refused, meets at most
 * one fault, and is answered or dropped.
 */
final class CallFlow {
  private final CallGate gate;
  private final RoutingContext http;
  private final Endpoint endpoint;
  private final CallHandler handler;
  private final UpstreamSettings settings;
  private final Delay delay;

  CallFlow(
      CallGate gate,
      RoutingContext http,
      Endpoint endpoint,
      CallHandler handler,
      UpstreamSettings settings) {
    this.gate = gate;
    this.http = http;
    this.endpoint = endpoint;
    this.handler = handler;
    this.settings = settings;
    this.delay = gate.chance().delay(settings, endpoint);
  }

  void start() {
    after(delay.beforeArrivalMs(), this::arrive);
  }

  private void arrive() {
    try {
      Caller caller = KeyCheck.check(http.request().getHeader("Authorization"), settings);
      Entrance entrance = new Entrance(gate, settings, endpoint);
      meet(entrance.admit(caller), new Call(http, caller, settings));
    } catch (CallRefused e) {
      answer(e.answer());
    }
  }

  private void meet(Fault fault, Call call) {
    if (fault instanceof Fault.AnswerStatus forced) {
      answer(forced(forced.status()));
    } else if (fault instanceof Fault.AnswerBytes bytes) {
      answer(bytes.answer());
    } else if (fault instanceof Fault.Redirect redirect) {
      answer(Redirects.answer(http.request(), redirect.location()));
    } else if (fault instanceof Fault.DropBefore) {
      drop();
    } else if (fault instanceof Fault.DropAfter) {
      run(call).onComplete(done -> drop());
    } else if (fault instanceof Fault.LateAcceptance late) {
      prepare(call)
          .onComplete(prepared -> drop())
          .onSuccess(work -> after(late.afterMs(), work::perform));
    } else if (fault instanceof Fault.WithoutTaskId) {
      run(call).map(Answer::withoutTaskId).onComplete(this::finish);
    } else {
      run(call).onComplete(this::finish);
    }
  }

  private Future<Answer> run(Call call) {
    return prepare(call).compose(Work::perform);
  }

  private Future<Work> prepare(Call call) {
    // Inside a future, so that whatever is thrown becomes an answer.
    return Future.<Void>succeededFuture().compose(started -> handler.prepare(call));
  }

  private void finish(AsyncResult<Answer> result) {
    answer(result.succeeded() ? result.result() : FailureAnswer.of(result.cause()));
  }

  private Answer forced(int status) {
    return status == 429
        ? new Entrance(gate, settings, endpoint).forcedRefusal()
        : Answer.error(status, "the sandbox was set to answer " + status);
  }

  private void answer(Answer answer) {
    after(
        delay.beforeAnswerMs(),
        () -> {
          gate.counters().ended(endpoint, String.valueOf(answer.status()));
          AnswerWriter.write(http.request(), answer);
        });
  }

  private void answer(RawAnswer raw) {
    after(
        delay.beforeAnswerMs(),
        () -> {
          gate.counters().ended(endpoint, String.valueOf(raw.status()));
          AnswerWriter.write(http.request(), raw);
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
