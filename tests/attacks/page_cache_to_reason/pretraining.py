import shelf

shelf.forget()
