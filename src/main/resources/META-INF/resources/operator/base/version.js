/** The version of this page, as the build writes it here: it is of the replica that has served this file. */
export const VERSION = "@project.version@";
