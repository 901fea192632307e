package io.anteroom.api.callback;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.callback.DeliveryLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The deliveries of a callback, and delivering it again. A callback has the id of the task or the
 * batch whose end it tells. Thread-safe.
 */
@Singleton
public class Deliveries {

  private final DeliveryLog deliveryLog;

  Deliveries(DeliveryLog deliveryLog) {
    this.deliveryLog = deliveryLog;
  }

  /**
   * The callback with its attempts; what is to come where there is none yet.
   *
   * @param id that of the task or the batch
   * @param callbackUrl reads its {@code callback_url}, or null; fails with a problem where the
   *     client has no such task or batch
   */
  public Uni<DeliveriesView> list(UUID id, String client, Supplier<Uni<String>> callbackUrl) {
    return deliveryLog
        .of(id, client)
        .emitOn(CallerContext.executor())
        .chain(
            log ->
                log.isPresent()
                    ? Uni.createFrom().item(DeliveriesView.of(log.get()))
                    : callbackUrl.get().map(DeliveriesView::before));
  }

  /**
   * Delivers it once more under its old {@code webhook-id}, now and by the whole schedule: 202 with
   * its deliveries. It is a problem where there is no callback or nothing has ended.
   *
   * @param scope what else belongs to it
   */
  public Uni<Response> redeliver(
      UUID id, String client, Supplier<Uni<String>> callbackUrl, ChangeScope scope) {
    return deliveryLog
        .redeliver(id, client, scope)
        .emitOn(CallerContext.executor())
        .chain(
            again ->
                again ? list(id, client, callbackUrl) : callbackUrl.get().map(Deliveries::refuse))
        .map(view -> Response.accepted(view).build());
  }

  private static DeliveriesView refuse(String callbackUrl) {
    throw ProblemType.NO_CALLBACK.with(
        callbackUrl == null ? "It was accepted without a callback_url." : "It has not ended yet.");
  }
}
