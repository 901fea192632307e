package io.anteroom.api.index;

import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.IdempotencyKey;
import io.anteroom.accept.TaskOptions;
import io.anteroom.accept.TaskService;
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
  private final TaskService taskService;

  CallbackOption(CallbackUrlCheck callbacks, TaskService taskService) {
    this.callbacks = callbacks;
    this.taskService = taskService;
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

  /**
   * What was accepted once is the same task, whatever has become of the place that it tells since.
   *
   * @param key of the request, or null
   * @return the task that the key has, else the refusal
   */
  Uni<AcceptResult> acceptedBefore(Client client, IdempotencyKey key, Throwable refusal) {
    if (key == null) {
      return Uni.createFrom().failure(refusal);
    }
    return taskService
        .holder(client.name(), key)
        .map(held -> held.orElse(null))
        .onItem()
        .ifNull()
        .failWith(refusal);
  }
}
