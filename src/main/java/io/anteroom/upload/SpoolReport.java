package io.anteroom.upload;

import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Says what this replica sees of the spool, and why it cannot use it, where it cannot. Thread-safe.
 */
@Singleton
class SpoolReport implements ReportSource {

  private final Spool spool;
  private final String kind;

  SpoolReport(Spool spool, SpoolSettings settings) {
    this.spool = spool;
    this.kind = settings.kind().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void addTo(ReportDraft report) {
    report.storage(kind, spool.usedBytes(), spool.maxTotal(), spool.maxFile());
    spool.trouble().ifPresent(report::spoolTrouble);
  }
}
