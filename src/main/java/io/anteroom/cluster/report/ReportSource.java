package io.anteroom.cluster.report;

/**
 * A part that says something of this replica in its report. A bean of this type needs no
 * registration. Implementations are quick and thread-safe.
 */
public interface ReportSource {

  /** Adds what is known here and now. */
  void addTo(ReportDraft report);
}
