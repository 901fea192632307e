package io.anteroom.api.bulk;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a bulk action would take in hand.
 *
 * @param matched how many tasks
 * @param tooMany whether there are more than that, and it would be refused
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record BulkCountView(String action, int matched, boolean tooMany) {

  static BulkCountView of(BulkActionRequest request, int matched, int max) {
    return new BulkCountView(request.kind().label(), Math.min(matched, max), matched > max);
  }
}
