package io.anteroom.upload;

import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import jakarta.inject.Singleton;

/** Says why this replica cannot use the spool, where it cannot. Thread-safe. */
@Singleton
class SpoolReport implements ReportSource {

  private final Spool spool;

  SpoolReport(Spool spool) {
    this.spool = spool;
  }

  @Override
  public void addTo(ReportDraft report) {
    spool.trouble().ifPresent(report::spoolTrouble);
  }
}
