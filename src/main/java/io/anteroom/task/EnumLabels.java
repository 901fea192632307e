package io.anteroom.task;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** How the database writes what is an enum here. */
final class EnumLabels {

  private EnumLabels() {}

  @Converter
  static class OfKind implements AttributeConverter<TaskKind, String> {
    @Override
    public String convertToDatabaseColumn(TaskKind kind) {
      return kind == null ? null : kind.label();
    }

    @Override
    public TaskKind convertToEntityAttribute(String label) {
      return label == null ? null : TaskKind.labelled(label);
    }
  }

  @Converter
  static class OfPhase implements AttributeConverter<Phase, String> {
    @Override
    public String convertToDatabaseColumn(Phase phase) {
      return phase == null ? null : phase.label();
    }

    @Override
    public Phase convertToEntityAttribute(String label) {
      return label == null ? null : Phase.labelled(label);
    }
  }

  @Converter
  static class OfDoubt implements AttributeConverter<InDoubtReason, String> {
    @Override
    public String convertToDatabaseColumn(InDoubtReason inDoubtReason) {
      return inDoubtReason == null ? null : inDoubtReason.label();
    }

    @Override
    public InDoubtReason convertToEntityAttribute(String label) {
      return label == null ? null : InDoubtReason.labelled(label);
    }
  }
}
