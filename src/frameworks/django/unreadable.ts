// What makes an operation impossible to read: its message completes "… is not read: ".

export class Unreadable extends Error {}
