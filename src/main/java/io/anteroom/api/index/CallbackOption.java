package io.anteroom.api.index;

import io.anteroom.accept.TaskOptions;
import io.anteroom.account.Client;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.callback.CallbackUrlCheck;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecretMissingException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Whom a request wants to be told of the end: checked before anything is stored. Thread-safe. */
@Singleton
public class CallbackOption {

  private final CallbackUrlCheck callbacks;

  CallbackOption(CallbackUrlCheck callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * The options with the URL that is told of the end, once it may be; answers where it is asked.
   */
  public Uni<TaskOptions> admitted(Client client, TaskOptions options) {
    if (callbacks.isNobodyTold(client.name(), options.callbackUrl())) {
      return Uni.createFrom().item(options);
    }
    return callbacks
        .admit(client.name(), options.callbackUrl())
        .map(options::withCallbackUrl)
        .emitOn(CallerContext.executor());
  }

  public static boolean isRefusal(Throwable failure) {
    return failure instanceof DestinationRefusedException
        || failure instanceof CallbackSecretMissingException;
  }

  public static HttpProblem problem(Throwable refusal) {
    return refusal instanceof CallbackSecretMissingException
        ? ProblemType.CALLBACK_SECRET_MISSING.problem()
        : ProblemType.CALLBACK_URL_REFUSED.with(refusal.getMessage());
  }
}
