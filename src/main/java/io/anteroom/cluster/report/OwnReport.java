package io.anteroom.cluster.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.async.FailureLog;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.ClusterSettings;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Writes the report of this replica. Thread-safe. */
@Singleton
public class OwnReport {

  private static final Logger LOG = Logger.getLogger(OwnReport.class);

  private final List<ReportSource> sources;
  private final ClusterSettings settings;
  private final ObjectMapper json;
  private final Ticker ticker;
  private final String version;
  private final String host = System.getenv("HOSTNAME");
  private final long start;

  OwnReport(
      @All List<ReportSource> sources,
      ClusterSettings settings,
      ObjectMapper json,
      Ticker ticker,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.sources = sources;
    this.settings = settings;
    this.json = json;
    this.ticker = ticker;
    this.version = version;
    this.start = ticker.nanos();
  }

  /** The report of this moment as JSON; null where it cannot be written, which ends no tick. */
  public String write() {
    try {
      ReportDraft draft = new ReportDraft();
      sources.forEach(source -> source.addTo(draft));
      return json.writeValueAsString(
          draft.report(version, host, ticker.since(start), settings.work()));
    } catch (JsonProcessingException | RuntimeException e) {
      FailureLog.log(LOG, "the report of this replica", e);
      return null;
    }
  }
}
