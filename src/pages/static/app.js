// What every page for staff does: it begins here.
import "./lock.js";
