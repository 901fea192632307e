package io.anteroom.cli.callback;

import static io.anteroom.cli.output.Column.field;

import io.anteroom.cli.output.Column;
import java.util.List;

/** What is shown of deliveries. */
final class DeliveryColumns {

  static final List<Column> CALLBACK =
      List.of(
          field("webhook id", "webhook_id"),
          field("type", "type"),
          field("url", "url"),
          field("state", "state"),
          field("next attempt", "next_attempt_at"));

  static final List<Column> ATTEMPTS =
      List.of(
          field("NO", "no"),
          field("AT", "at"),
          field("STATUS", "status"),
          field("MS", "latency_ms"),
          field("ERROR", "error").ifThereIsRoom(),
          field("RESPONSE", "response").ifThereIsRoom());

  private DeliveryColumns() {}
}
