package io.anteroom.api.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.bulk.BulkAction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * Some bulk actions.
 *
 * @param results newest first
 * @param nextCursor what {@code after} goes on with; null where nothing comes after this
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record BulkActionPageView(List<BulkActionView> results, UUID nextCursor) {

  /**
   * A page.
   *
   * @param found one more than the page has, where there is one
   */
  static BulkActionPageView of(List<BulkAction> found, int size) {
    List<BulkAction> shown = found.subList(0, Math.min(size, found.size()));
    UUID next = found.size() > size ? shown.get(size - 1).id() : null;
    return new BulkActionPageView(shown.stream().map(BulkActionView::of).toList(), next);
  }
}
