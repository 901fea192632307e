package io.anteroom.api.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.BatchInsert;
import io.anteroom.accept.BatchInsert.Held;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.TaskService;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Accepts batches, and says what became of the items of each. Thread-safe. */
@Singleton
class AcceptedBatches {

  private final TaskService taskService;
  private final BatchInsert batches;
  private final ObjectMapper json;

  AcceptedBatches(TaskService taskService, BatchInsert batches, ObjectMapper json) {
    this.taskService = taskService;
    this.batches = batches;
    this.json = json;
  }

  /** Accepts it, or joins the one that its key already has. */
  Uni<AcceptedBatch> accept(NewBatch batch) {
    return taskService
        .accept(batch)
        .map(
            accepted ->
                accepted.fresh() ? new AcceptedBatch(accepted, answer(batch)) : before(accepted));
  }

  /** One that was accepted before. */
  static AcceptedBatch before(AcceptResult accepted) {
    return new AcceptedBatch(accepted, null);
  }

  /** What became of each item. */
  Uni<BatchResponse> body(AcceptedBatch accepted) {
    return accepted.body() == null
        ? read(accepted.result().id())
        : Uni.createFrom().item(accepted.body());
  }

  private Uni<BatchResponse> read(UUID batch) {
    Executor here = CallerContext.executor();
    return batches
        .held(batch)
        .emitOn(here)
        .onItem()
        .ifNull()
        .failWith(ProblemType.BATCH_NOT_FOUND::problem)
        .map(this::answer);
  }

  private BatchResponse answer(NewBatch batch) {
    List<Held.Item> tasks =
        batch.tasks().stream().map(task -> new Held.Item(task.id(), task.retryOf())).toList();
    return BatchResponse.of(batch.id(), tasks, read(batch.refused()));
  }

  private BatchResponse answer(Held held) {
    return BatchResponse.of(held.id(), held.tasks(), read(held.refused()));
  }

  /** As they are stored with their batch; null where there are none. */
  String write(List<RefusedItem> refused) {
    try {
      return refused.isEmpty() ? null : json.writeValueAsString(refused);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<RefusedItem> read(String refused) {
    try {
      return refused == null ? List.of() : List.of(json.readValue(refused, RefusedItem[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
