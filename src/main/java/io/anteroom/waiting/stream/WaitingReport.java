package io.anteroom.waiting.stream;

import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import io.anteroom.waiting.WaitRegistry;
import jakarta.inject.Singleton;

/** Says whose requests wait on this replica, and who reads event streams. Thread-safe. */
@Singleton
class WaitingReport implements ReportSource {

  private final WaitRegistry waits;
  private final EventFeeds feeds;

  WaitingReport(WaitRegistry waits, EventFeeds feeds) {
    this.waits = waits;
    this.feeds = feeds;
  }

  @Override
  public void addTo(ReportDraft report) {
    waits.countRequests((client, requests) -> report.waiting(client, requests, 0));
    feeds.countStreams((client, streams) -> report.waiting(client, 0, streams));
  }
}
