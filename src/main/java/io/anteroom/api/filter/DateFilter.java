package io.anteroom.api.filter;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The header {@code Date} of every answer (RFC 9110, 6.6.1), by this replica's clock. */
@Singleton
public class DateFilter {

  private static final int ON_EVERY_ANSWER = 2000;

  /** Two digits for the day, always. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Made once a second; two threads may make the same. */
  private volatile Second last = new Second(0, "");

  private record Second(long epoch, String text) {}

  void register(@Observes Filters filters) {
    filters.register(this::prepare, ON_EVERY_ANSWER);
  }

  private void prepare(RoutingContext context) {
    context.addHeadersEndHandler(
        headersEnd -> context.response().putHeader(HttpHeaders.DATE, now()));
    context.next();
  }

  private String now() {
    Instant now = Instant.now();
    Second second = last;
    if (second.epoch != now.getEpochSecond()) {
      second = new Second(now.getEpochSecond(), FORMAT.format(now));
      last = second;
    }
    return second.text;
  }
}
