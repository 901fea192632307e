package io.anteroom.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.audit.AuditEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Some entries of the audit log.
 *
 * @param results newest first
 * @param nextCursor what {@code after} goes on with; null where nothing comes after this
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditPageView(List<AuditEntryView> results, String nextCursor) {

  /**
   * A page.
   *
   * @param found one more than the page has, where there is one
   */
  static AuditPageView of(List<AuditEntry> found, int size) {
    List<AuditEntry> shown = found.subList(0, Math.min(size, found.size()));
    String next = found.size() > size ? Long.toString(shown.get(size - 1).id()) : null;
    return new AuditPageView(shown.stream().map(AuditEntryView::of).toList(), next);
  }
}
