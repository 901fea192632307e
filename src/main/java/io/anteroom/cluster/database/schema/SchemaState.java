package io.anteroom.cluster.database.schema;

import java.util.List;

/** How the schema of the database stands to what this build needs. */
sealed interface SchemaState {

  /** It has the migrations of this build, and no others. */
  record Current() implements SchemaState {}

  /**
   * It has the migrations of this build and others beside them: a newer build was here.
   *
   * @param others their versions, at least one
   */
  record Newer(List<String> others) implements SchemaState {}

  /**
   * It lacks a migration of this build, or has another form of one.
   *
   * @param reason a sentence that names the migration
   */
  record Outdated(String reason) implements SchemaState {}
}
