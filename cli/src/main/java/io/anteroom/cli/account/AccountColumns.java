package io.anteroom.cli.account;

import static io.anteroom.cli.output.Column.field;

import io.anteroom.cli.output.Column;
import java.util.List;

/** What is shown of accounts. */
final class AccountColumns {

  static final List<Column> LIST =
      List.of(
          field("ACCOUNT", "account"),
          field("PLAN", "plan"),
          field("PAUSED", "paused"),
          field("SINCE", "paused_since").ifThereIsRoom(),
          field("BY", "paused_by").ifThereIsRoom(),
          field("REASON", "pause_reason").ifThereIsRoom());

  static final List<Column> ALL =
      List.of(
          field("account", "account"),
          field("plan", "plan"),
          field("window seconds", "window_seconds"),
          field("paused", "paused"),
          field("paused since", "paused_since"),
          field("in doubt", "in_doubt"));

  static final List<Column> CLASSES =
      List.of(
          field("CLASS", "class"),
          field("USED", "used"),
          field("FREE", "free"),
          field("LIMIT", "limit"),
          field("BELIEVED", "believed").ifThereIsRoom(),
          field("QUEUED", "queued").ifThereIsRoom(),
          field("NEXT s", "next_permit_seconds").ifThereIsRoom(),
          field("EMPTY IN s", "estimate_seconds").ifThereIsRoom(),
          field("PAUSED BY", "paused_by").ifThereIsRoom(),
          field("UNTIL", "paused_until").ifThereIsRoom());

  private AccountColumns() {}
}
