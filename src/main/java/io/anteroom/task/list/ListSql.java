package io.anteroom.task.list;

import io.vertx.mutiny.sqlclient.Tuple;

/** The statements of a list. */
interface ListSql {

  /** The ids, newest first; its last two values are how many, and after how many. */
  String page();

  /** How many there are; its last value is where counting stops. */
  String count();

  /** What the planner guesses by how many there are; nothing is read. */
  String guess();

  /** The first values of each statement. */
  Tuple values();
}
