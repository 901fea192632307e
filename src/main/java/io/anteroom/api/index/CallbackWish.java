package io.anteroom.api.index;

import io.anteroom.account.Client;
import io.anteroom.api.Problems;
import io.anteroom.callback.CallbackAdmission;
import io.anteroom.callback.destination.DestinationRefused;
import io.anteroom.callback.secret.CallbackSecretMissing;
import io.anteroom.engine.Reception;
import io.anteroom.loop.CallersContext;
import io.anteroom.task.Accepted;
import io.anteroom.task.NewTask.Idempotency;
import io.anteroom.task.NewTask.Wishes;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Whom a request wants to be told of the end: checked before anything is stored. Thread-safe. */
@Singleton
public class CallbackWish {

  private final CallbackAdmission callbacks;
  private final Reception reception;

  CallbackWish(CallbackAdmission callbacks, Reception reception) {
    this.callbacks = callbacks;
    this.reception = reception;
  }

  /** The wishes with the URL that is told of the end, once it may be; answers where it is asked. */
  public Uni<Wishes> admitted(Client client, Wishes wishes) {
    if (callbacks.isNobodyTold(client.name(), wishes.callbackUrl())) {
      return Uni.createFrom().item(wishes);
    }
    return callbacks
        .admit(client.name(), wishes.callbackUrl())
        .map(wishes::toldTo)
        .emitOn(CallersContext.executor());
  }

  /** Whether the wish is what was refused. */
  public static boolean isRefusal(Throwable failure) {
    return failure instanceof DestinationRefused || failure instanceof CallbackSecretMissing;
  }

  /** What is answered to it. */
  public static HttpProblem problem(Throwable refusal) {
    return refusal instanceof CallbackSecretMissing
        ? Problems.callbackSecretMissing()
        : Problems.callbackRefused(refusal.getMessage());
  }

  /**
   * What was accepted once is the same task, whatever has become of the place that it tells since.
   *
   * @param key of the request, or null
   * @return the task that the key has, else the refusal
   */
  Uni<Accepted> acceptedBefore(Client client, Idempotency key, Throwable refusal) {
    if (key == null) {
      return Uni.createFrom().failure(refusal);
    }
    return reception
        .holder(client.name(), key)
        .map(held -> held.orElse(null))
        .onItem()
        .ifNull()
        .failWith(refusal);
  }
}
