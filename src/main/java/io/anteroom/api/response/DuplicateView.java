package io.anteroom.api.response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.DuplicateAsset;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * An asset that a second submit of a task made, as operators see it.
 *
 * @param removedAt when it was deleted upstream; null: it is there still, as far as is known
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DuplicateView(String assetId, Instant foundAt, Instant removedAt) {

  static DuplicateView of(DuplicateAsset duplicate) {
    return new DuplicateView(duplicate.asset, duplicate.foundAt, duplicate.removedAt);
  }
}
